import canonicalize from 'canonicalize'

/**
 * Writes a value as canonical JSON (RFC 8785): one value, one text, whoever writes it.
 * Members that are `undefined` are left out; dates become ISO text.
 * @throws Error on NaN, infinities, lone surrogates, cycles and values without a JSON form
 */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('The value has no JSON form')
  return text
}
