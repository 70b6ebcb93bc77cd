import type { Same } from './language.ts'
import type { texts as source } from './open.zh.ts'

export const texts: Same<typeof source> = {
  product: 'Zhishu',
  title: 'Open to everybody',
  skip: 'Skip to the content',
  language: '中文',
  signIn: 'Sign in (officials)',
  intro: 'What can be read and verified without signing in.',
  notFound: 'There is no such page',
  home: 'To the public pages',
  loading: 'Reading…',
  failed: 'Reading failed. Please try again later.',
  ledger: 'The ledger',
  ledgerNote:
    'Every decision and every read is in the ledger. With these keys anybody can verify the checkpoints this platform signs.',
  checkpoint: 'The newest signed checkpoint',
  keys: 'Keys',
  rules: 'The calendar of statutory terms',
  today: 'Today',
  calendar: 'Holidays are announced until',
  contract: 'The contract (OpenAPI 3.1)',
}
