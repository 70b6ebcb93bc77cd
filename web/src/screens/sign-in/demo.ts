import type { Bilingual } from '../../texts/language.ts'

export interface DemoOfficer {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly org: Bilingual
  readonly title: Bilingual
}

/** The officers of the demo city; a house that is no demo has no such file and answers 404. */
export async function readDemo(): Promise<{ officers: readonly DemoOfficer[] }> {
  const answer = await fetch('/demo.json', { credentials: 'omit' })
  if (!answer.ok) return { officers: [] }
  const { officers } = (await answer.json()) as { officers?: readonly DemoOfficer[] }
  return { officers: officers ?? [] }
}

/** Officers under their organisation, in the order given. */
export function officersByOrg(officers: readonly DemoOfficer[]): { org: Bilingual; people: DemoOfficer[] }[] {
  const groups = new Map<string, { org: Bilingual; people: DemoOfficer[] }>()
  for (const officer of officers) {
    const group = groups.get(officer.org.zh) ?? { org: officer.org, people: [] }
    group.people.push(officer)
    groups.set(officer.org.zh, group)
  }
  return [...groups.values()]
}
