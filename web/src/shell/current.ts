/** The entry of the navigation that stands for an address: of those it lies at or below, the longest. */
export function currentOf(entries: readonly string[], pathname: string): string | undefined {
  return entries
    .filter((to) => pathname === to || pathname.startsWith(to.endsWith('/') ? to : `${to}/`))
    .filter((to) => to !== '/' || pathname === '/')
    .sort((a, b) => b.length - a.length)[0]
}
