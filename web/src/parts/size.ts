import { type Language, tagOf } from '../texts/language.ts'

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Bytes in the largest unit that fits; powers of 1000. */
export function writeSize(sizeBytes: number, language: Language): string {
  const power = Math.min(units.length - 1, sizeBytes < 1000 ? 0 : Math.floor(Math.log10(sizeBytes) / 3))
  return new Intl.NumberFormat(tagOf[language], {
    style: 'unit',
    unit: units[power] ?? 'byte',
    maximumSignificantDigits: 3,
  }).format(sizeBytes / 1000 ** power)
}
