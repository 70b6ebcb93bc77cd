import { after, before, describe, test } from 'node:test'
import { type Browser, openBrowser, whyNotHere } from './browser.ts'
import { openUntoldCity, type UntoldCity } from './main-job-city.ts'
import { end } from './main-job-end.ts'
import { publish } from './main-job-entry.ts'
import { collect, measure, standardise } from './main-job-provide.ts'
import { apply, decide } from './main-job-share.ts'
import { correct, use } from './main-job-use.ts'
import { beginWalk, type Walk } from './main-job-walk.ts'

const firms = 400

const steps: readonly [name: string, step: (walk: Walk) => Promise<void>][] = [
  ['1 three officers write entries; a CSV, a workbook and a database come in', collect],
  ['2 columns are proposed and decided; rejects are told and downloaded', standardise],
  ['3 the score opens down to rows; the fault is a matter on its clock', measure],
  ['4 the gate refuses by its article; three departments publish; one entry is opened', publish],
  ['5 one application for three levels, approved: three clocks', apply],
  ['6 one agrees, one offers less, one asks once for a supplement', decide],
  ['7 the data on the screen, by key, as a file and by Delta Sharing', use],
  ['8 a wrong cell is reported and corrected in version 2; version 1 is still read', correct],
  ['9 suspended and ended within a second; auditor, public and administrator', end],
]

for (const lang of ['zh', 'en'] as const) {
  describe(`the main job is done by its people in a browser, in ${lang}`, () => {
    const skip = whyNotHere()
    let city: UntoldCity
    let browser: Browser
    let walk: Walk
    let broken = false

    before(async () => {
      if (skip) return
      city = await openUntoldCity(firms)
      browser = await openBrowser(city)
      walk = beginWalk(lang, city, browser)
    })

    after(async () => {
      if (skip) return
      await browser.close()
      await city.close()
      console.log(`    ${walk.seen.length} pages seen`)
    })

    for (const [name, step] of steps)
      test(name, { skip }, async (t) => {
        // Every step stands on the one before it.
        if (broken) return t.skip('a step before it failed')
        broken = true
        await step(walk)
        broken = false
      })
  })
}
