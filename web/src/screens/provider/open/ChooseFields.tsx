import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, told } from '../../../api/client.ts'
import { problemOf } from '../../../api/problem.ts'
import { elementsQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import { Confirm, Localised } from '../../../parts/index.ts'
import { FaultTexts, type FieldFault } from '../entry/Field.tsx'

/** Which items everybody may read; what speaks against it stands beside the item, with its article. */
export function ChooseFields({ resource }: { resource: Resource }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const { data: elements } = useSuspenseQuery(elementsQuery)
  const personal = new Set(elements.filter(({ pi }) => pi !== null).map(({ id }) => id))
  const usual = resource.items.filter(
    ({ element, grade }) => grade === 1 && !(element && personal.has(element)),
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(usual.map(({ name }) => name)))
  const [sent, setSent] = useState<{ fields: readonly string[]; faults: readonly FieldFault[] }>()
  const fields = resource.items.map(({ name }) => name).filter((name) => chosen.has(name))

  const open = async () => {
    setSent(undefined)
    try {
      await told(
        api.POST('/api/open/resources/{id}/opening', {
          params: { path: { id: resource.id } },
          body: { fields },
        }),
      )
    } catch (error) {
      setSent({ fields, faults: problemOf(error).errors ?? [] })
      throw error
    }
    await client.invalidateQueries({ queryKey: ['open'] })
  }
  const faultsOf = (name: string) => {
    const at = sent?.fields.indexOf(name) ?? -1
    return at < 0 ? [] : (sent?.faults.filter(({ field }) => field === `/fields/${at}`) ?? [])
  }
  const toggle = (name: string) => {
    const next = new Set(chosen)
    if (!next.delete(name)) next.add(name)
    setChosen(next)
  }
  return (
    <>
      <FaultTexts faults={sent?.faults.filter(({ field }) => !/^\/fields\/\d/.test(field)) ?? []} />
      <fieldset className="choices choices-list">
        <legend>{t('opening.which')}</legend>
        {resource.items.map(({ name, title, grade, element }) => (
          <div key={name}>
            <label>
              <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />{' '}
              <Localised text={title} /> <code className="soft">{name}</code>{' '}
              <span className="soft">
                {t('opening.grade', { grade })}
                {element && personal.has(element) && ` · ${t('element.personal')}`}
              </span>
            </label>
            <FaultTexts faults={faultsOf(name)} />
          </div>
        ))}
      </fieldset>
      <Confirm
        primary
        label={t('opening.open', { count: fields.length })}
        disabled={fields.length === 0}
        act={open}
      >
        <p>{t('opening.openNote')}</p>
      </Confirm>
    </>
  )
}
