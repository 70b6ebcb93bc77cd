import type { Same } from './language.ts'
import type { texts as source } from './shell.zh.ts'

export const texts: Same<typeof source> = {
  product: 'Zhishu',
  skip: 'Skip to the content',
  menu: 'Navigation',
  openMenu: 'Open the navigation',
  closeMenu: 'Close the navigation',
  you: 'Signed in as',
  account: 'My account',
  signOut: 'Sign out',
  signIn: {
    title: 'Sign in',
    login: 'Login',
    password: 'Password',
    submit: 'Sign in',
    demo: 'Demo city: choose an officer, one click signs you in',
    demoNote: 'The passwords are good for the demo city and nothing else.',
    open: 'Public pages (no sign-in)',
    ended: 'Your session has ended. Please sign in again.',
  },
  language: { label: 'Language', zh: '中文', en: 'English' },
  theme: { label: 'Theme', light: 'Light', dark: 'Dark', system: 'As the system' },
  largeType: 'Large type',
  preferences: 'Display',
  notFound: {
    title: 'There is no such page',
    text: 'The address may be wrong, or the page has moved.',
    home: 'To the home page',
  },
  broken: { title: 'The page broke', again: 'Open it again' },
  loading: 'Reading…',
}
