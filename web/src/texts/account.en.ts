import type { texts as source } from './account.zh.ts'
import type { Same } from './language.ts'

export const texts: Same<typeof source> = {
  title: 'My account',
  facts: 'Signed in as',
  name: 'Name',
  org: 'Organisation',
  job: 'Job title',
  roles: 'Roles',
  noRole: 'No role; ask the administrator of your organisation',
  password: {
    title: 'Change the password',
    note: 'Wherever else you are signed in, that ends at once; this page stays.',
    current: 'Present password',
    next: 'New password',
    nextNote:
      'At least 15 characters; a few unrelated words are best, without your name, login or organisation',
    again: 'New password again',
    differs: 'The two new passwords differ',
    submit: 'Change the password',
    done: 'The password is changed.',
    ended_one: '{{count}} other session has ended.',
    ended_other: '{{count}} other sessions have ended.',
  },
}
