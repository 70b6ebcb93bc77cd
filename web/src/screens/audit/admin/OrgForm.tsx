import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import type { Body, Org } from '../../../api/types.ts'
import { useTerms } from '../../../parts/index.ts'
import { levels } from '../queries.ts'
import { type Field, FieldDialogue, type Sent } from './FieldForm.tsx'

type OrgInput = Body<'/api/parties/orgs', 'post'>
type OrgChange = Body<'/api/parties/orgs/{id}', 'put'>

const kinds: readonly Org['kind'][] = ['government', 'competent', 'department', 'unit', 'village']

/** Registers an organisation, below another one where that is given. */
export function RegisterOrg({ parent }: { parent: string }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const fields = useFields({ parent })
  const id: Field = { name: 'id', pointer: '/id', label: t('orgs.id'), hint: t('orgs.idHint') }
  return (
    <FieldDialogue
      label={t(parent === '' ? 'orgs.register' : 'orgs.registerBelow')}
      primary={parent === ''}
      fields={[id, ...fields]}
      send={(sent) => told(api.POST('/api/parties/orgs', { body: inputOf(sent) }))}
      onSent={() => client.invalidateQueries({ queryKey: ['parties'] })}
    />
  )
}

/** Changes an organisation from a day on; the form it had is kept. */
export function ChangeOrg({ org }: { org: Org }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const { id } = org
  const on: Field = {
    name: 'on',
    pointer: '/on',
    label: t('orgs.on'),
    hint: t('orgs.onHint'),
    kind: 'day',
    optional: true,
  }
  return (
    <FieldDialogue
      label={t('orgs.change')}
      fields={[...useFields(org), on]}
      send={(sent) =>
        told(api.PUT('/api/parties/orgs/{id}', { params: { path: { id } }, body: changeOf(org, sent) }))
      }
      onSent={() => client.invalidateQueries({ queryKey: ['parties'] })}
    />
  )
}

function useFields(org: Partial<Org>): readonly Field[] {
  const { t } = useTranslation('admin')
  const term = useTerms()
  const at = (name: keyof Org, label: string, rest: Partial<Field> = {}): Field => ({
    name,
    pointer: `/${name}`,
    label,
    ...(typeof org[name] === 'string' && { initial: org[name] }),
    ...rest,
  })
  return [
    { name: 'zh', pointer: '/name/zh', label: t('orgs.zh'), ...(org.name && { initial: org.name.zh }) },
    { name: 'en', pointer: '/name/en', label: t('orgs.en'), ...(org.name && { initial: org.name.en }) },
    at('level', t('orgs.level'), {
      kind: 'choice',
      options: levels.map((value) => ({ value, label: term('level', value) })),
    }),
    at('kind', t('orgs.kind'), {
      kind: 'choice',
      options: kinds.map((value) => ({ value, label: t(`orgKind.${value}`) })),
    }),
    at('division', t('orgs.division'), { hint: 'GB/T 2260, GB/T 10114' }),
    at('parent', t('orgs.parent'), { optional: true }),
    at('line', t('orgs.line'), { optional: true }),
    at('uscc', t('orgs.uscc'), { optional: true, hint: 'GB 32100' }),
  ]
}

/** The server judges what was written; nothing is mended on the way. */
function inputOf(sent: Sent): OrgInput {
  const { id = '', zh = '', en = '', level, kind, division = '', parent, line, uscc } = sent
  return {
    id,
    name: { zh, en },
    level: level as OrgInput['level'],
    kind: kind as OrgInput['kind'],
    division,
    parent: parent || null,
    line: line || null,
    uscc: uscc || null,
  }
}

/** Only what differs from the present form goes out. */
function changeOf(org: Org, { on, ...sent }: Sent): OrgChange {
  const { id: _, name, ...wanted } = inputOf(sent)
  const changed = Object.entries(wanted).filter(([key, value]) => value !== org[key as keyof Org])
  const isRenamed = name.zh !== org.name.zh || name.en !== org.name.en
  return { ...Object.fromEntries(changed), ...(isRenamed && { name }), ...(on && { on }) }
}
