/** Control and direction characters as their code points: `⟨U+202E⟩`; blanks, line breaks and joiners stay. */
export function showControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (it) => ('\t\n\r\u200c\u200d'.includes(it) ? it : nameOf(it)))
}

function nameOf(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
}
