import type { Locator, Page } from 'playwright-core'

/** As far as anybody would press Tab to reach a control. */
const tabLimit = 80
const choiceLimit = 200

/** A control by its name, or one the test has found already. */
export type Sought = string | RegExp | Locator

/**
 * Presses Tab (or Shift+Tab, backwards) until the control has the focus; a name is that by which the control is announced. Throws with the
 * names it passed when the control cannot be reached within 80 presses.
 */
export async function tabTo(page: Page, sought: Sought, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Locator> {
  const passed: string[] = []
  for (let presses = 0; presses <= tabLimit; presses++) {
    const focused = page.locator(':focus')
    if (await isSought(page, focused, sought)) return focused
    await page.keyboard.press(key)
    passed.push((await nameOf(page)).split('\n', 1).join().slice(0, 40))
  }
  throw new Error(`${page.url()}: ${String(sought)} was not reached by Tab; passed: ${passed.join(' | ')}`)
}

/** Goes to a control by Tab alone and presses it. */
export async function pressAt(page: Page, sought: Sought, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await tabTo(page, sought)
  await page.keyboard.press(key)
}

/** Goes to a field by Tab alone and types over what stands in it. */
export async function typeAt(page: Page, sought: Sought, text: string): Promise<void> {
  await tabTo(page, sought)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** The orders in which a browser may ask for the parts of a day, by its own language. */
const dayOrders: readonly ((year: string, month: string, day: string) => string)[] = [
  (year, month, day) => `${month}${day}${year}`,
  (year, month, day) => `${year}\t${month}${day}`,
  (year, month, day) => `${day}${month}${year}`,
]

/** Goes to a field for a day ('2026-11-20') by Tab alone and types it part by part, in the order the browser asks for. */
export async function typeDayAt(page: Page, sought: Sought, on: string): Promise<void> {
  const [year = '', month = '', day = ''] = on.split('-')
  for (const write of dayOrders) {
    const field = await tabTo(page, sought)
    const id = await field.getAttribute('id')
    await page.keyboard.type(write(year, month, day))
    if ((await page.locator(`[id="${id}"]`).inputValue()) === on) return
    // Back to its first part.
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error(`${page.url()}: ${String(sought)} did not take ${on}`)
}

/**
 * Goes to a list of choices by Tab alone and chooses by arrows, as far as the choice whose value or words are given.
 * Throws when the list has no such choice.
 */
export async function chooseAt(page: Page, sought: Sought, choice: string): Promise<void> {
  const list = await tabTo(page, sought)
  await page.keyboard.press('Home')
  for (let last: string | undefined, steps = 0; steps < choiceLimit; steps++) {
    const chosen = list.locator('option:checked')
    const value = String(await chosen.getAttribute('value'))
    if (value === choice || (await chosen.textContent())?.trim() === choice) return
    if (value === last) break
    last = value
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`${page.url()}: ${String(sought)} has no choice ${choice}`)
}

async function isSought(page: Page, focused: Locator, sought: Sought): Promise<boolean> {
  if ((await focused.count()) !== 1) return false
  if (typeof sought === 'object' && 'evaluate' in sought) return (await focused.and(sought).count()) > 0
  return (await nameOf(page)).split('\n').some((name) => {
    return typeof sought === 'string' ? name === sought : sought.test(name)
  })
}

/** By what the focused control may be announced, a name a line: label, title, its own text. */
async function nameOf(page: Page): Promise<string> {
  return String(
    await page.evaluate(`(() => {
      const it = document.activeElement
      if (!it || it === document.body) return ''
      const referred = (it.getAttribute('aria-labelledby') ?? '').split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
      const labels = [...(it.labels ?? [])].map((label) => label.textContent)
      const texts = [it.getAttribute('aria-label'), referred, ...labels, it.title, it.matches('select,input') ? '' : it.textContent]
      return texts.map((text) => (text ?? '').replace(/\\s+/g, ' ').trim()).filter(Boolean).join('\\n')
    })()`),
  )
}
