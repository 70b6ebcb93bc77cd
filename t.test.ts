import { test } from 'node:test'
import { inHouse, inTown, onServer } from './tests/house.ts'

test('house', () =>
  inHouse(async (ctx) => {
    console.log(ctx.clock.today())
  }))
test('town', () =>
  inTown(async (town) => {
    console.log(town.as('sz.market.officer').actor)
  }))
test('site', () =>
  onServer(async (site) => {
    console.log(await site.call('GET', '/api/health'))
    console.log((await site.call('GET', '/api/parties/me', { as: 'sz.market.officer' })).body)
  }))
