import type { Same } from './language.ts'
import type { texts as source } from './open.zh.ts'

export const texts: Same<typeof source> = {
  product: 'Zhishu',
  title: 'Open data catalogue',
  skip: 'Skip to the content',
  language: '中文',
  signIn: 'Sign in (officials)',
  intro: 'Public data opened under the law, to be read without signing in.',
  none: 'No resource is open to the public at present.',
  notFound: 'There is no such page',
  home: 'To the open catalogue',
  loading: 'Reading…',
  failed: 'Reading failed. Please try again later.',
  keys: 'The keys that sign for the ledger',
  keysNote: 'With these keys anybody can verify the ledger of this platform.',
}
