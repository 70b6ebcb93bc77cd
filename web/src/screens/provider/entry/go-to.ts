/** The focus goes to the control of the field, or to the nearest thing that holds it. */
export function goTo(pointer: string): void {
  const parts = pointer.split('/')
  for (let length = parts.length; length > 1; length--) {
    const place = document.querySelector<HTMLElement>(
      `[data-pointer="${CSS.escape(parts.slice(0, length).join('/'))}"]`,
    )
    if (!place) continue
    place.scrollIntoView({ block: 'center' })
    place.querySelector<HTMLElement>('input, select, textarea, button, output')?.focus()
    return
  }
}
