import { after, before } from 'node:test'
import { type Browser, openBrowser, whyNotHere } from './browser.ts'
import { type City, openCity } from './city.ts'

/** What one `describe` plays on. */
export interface Stage {
  /** why the console cannot be tried here; handed to every test */
  readonly skip: string | false
  readonly city: Omit<City, 'close'>
  readonly browser: Omit<Browser, 'close'>
}

/**
 * A city of its own and windows into it, opened before the first test of the `describe` that calls this and closed
 * after its last. Both stand from the describe's own `before` on; not opened where the console cannot be tried.
 */
export function openStage(): Stage {
  const skip = whyNotHere()
  let opened: { readonly city: City; readonly browser: Browser } | undefined
  const standing = () => {
    if (!opened) throw new Error('the city opens with the first test')
    return opened
  }
  before(async () => {
    if (skip) return
    const city = await openCity()
    opened = { city, browser: await openBrowser(city) }
  })
  after(async () => {
    try {
      await opened?.browser.close()
    } finally {
      await opened?.city.close()
    }
  })
  return {
    skip,
    city: {
      get url() {
        return standing().city.url
      },
      passwordOf: (login) => standing().city.passwordOf(login),
      clientFor: (login) => standing().city.clientFor(login),
    },
    browser: { visit: (as, path, sight) => standing().browser.visit(as, path, sight) },
  }
}
