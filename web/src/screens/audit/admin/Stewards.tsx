import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, given, told } from '../../../api/client.ts'
import {
  Confirm,
  Localised,
  OrgName,
  ProblemNotice,
  ResourceName,
  SearchForm,
  useLanguage,
  useOrgName,
  writeDay,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { families, type Steward, stewardsQuery } from '../queries.ts'
import { FieldForm } from './FieldForm.tsx'
import '../audit.css'

const route = getRouteApi('/console/admin/stewards')

/** Who manages, operates and audits a resource: three organisations, never two duties with one. */
export function Stewards() {
  const { t } = useTranslation('admin')
  const may = useMay()
  const { q, resource } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <div className="page audit">
      <PageHead title={t('stewards.title')}>{t('stewards.note')}</PageHead>
      <SearchForm
        values={{ q }}
        onSearch={(values) => navigate({ search: given({ q: values.q, resource }) })}
        fields={[{ name: 'q', kind: 'words', label: t('stewards.find') }]}
      />
      <Found q={q} resource={resource} onChoose={(id) => navigate({ search: given({ q, resource: id }) })} />
      {resource === undefined ? (
        <p className="soft">{t('stewards.first')}</p>
      ) : (
        <OfResource resource={resource} canAssign={may('parties.steward')} />
      )}
    </div>
  )
}

function Found({
  q,
  resource,
  onChoose,
}: {
  q: string | undefined
  resource: string | undefined
  onChoose(id: string): void
}) {
  const { t } = useTranslation('admin')
  const { data, error } = useQuery({
    queryKey: ['catalog', 'stewards', q],
    queryFn: () => told(api.GET('/api/catalog/search', { params: { query: given({ q, limit: 20 }) } })),
  })
  return (
    <section className="card">
      <h2>{t('stewards.pick')}</h2>
      <ProblemNotice error={error} />
      <ul className="rows">
        {data?.items.map(({ id, name, provider }) => (
          <li key={id}>
            <button
              type="button"
              className="plain-button rows-main audit-choice"
              aria-pressed={id === resource}
              onClick={() => onChoose(id)}
            >
              <Localised text={name} />
            </button>
            <span className="soft">
              <OrgName id={provider} /> · <code>{id}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function OfResource({ resource, canAssign }: { resource: string; canAssign: boolean }) {
  const { t } = useTranslation('admin')
  const client = useQueryClient()
  const { data: stewards = [], error } = useQuery(stewardsQuery(resource))
  const refresh = () => client.invalidateQueries({ queryKey: ['parties', 'stewards'] })
  return (
    <>
      <section className="card">
        <h2>
          <ResourceName id={resource} />
        </h2>
        <ProblemNotice error={error} />
        <div className="three-columns">
          {families.map((family) => (
            <section key={family} aria-labelledby={`family-${family}`} data-family={family}>
              <h3 id={`family-${family}`}>{t(`family.${family}`)}</h3>
              <ul>
                {stewards
                  .filter((one) => one.family === family)
                  .map((one) => (
                    <OneSteward key={one.id} steward={one} canEnd={canAssign} onEnded={refresh} />
                  ))}
              </ul>
              {!stewards.some((one) => one.family === family) && <p className="soft">{t('stewards.free')}</p>}
            </section>
          ))}
        </div>
      </section>
      {canAssign && (
        <section className="card">
          <h2>{t('stewards.assign')}</h2>
          <FieldForm
            submit={t('stewards.assign')}
            fields={[
              { name: 'org', pointer: '/org', label: t('stewards.org'), hint: t('orgs.idHint') },
              {
                name: 'family',
                pointer: '/family',
                label: t('stewards.family'),
                kind: 'choice',
                options: families.map((value) => ({ value, label: t(`family.${value}`) })),
              },
            ]}
            send={({ org = '', family }) =>
              told(
                api.POST('/api/parties/stewards', {
                  body: { resource, org, family: family as Steward['family'] },
                }),
              )
            }
            onSent={() => void refresh()}
          />
        </section>
      )}
    </>
  )
}

function OneSteward({
  steward: { id, org, family, since },
  canEnd,
  onEnded,
}: {
  steward: Steward
  canEnd: boolean
  onEnded(): Promise<unknown>
}) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const name = useOrgName(org)
  const end = async () => {
    await told(api.DELETE('/api/parties/stewards/{id}', { params: { path: { id } } }))
    await onEnded()
  }
  return (
    <li>
      <strong>
        <OrgName id={org} />
      </strong>
      <span className="soft">
        <code>{org}</code> · {t('stewards.since', { day: writeDay(since, language) })}
      </span>
      {canEnd && (
        <Confirm
          label={t('stewards.end')}
          title={t('stewards.endOf', { org: name, family: t(`family.${family}`) })}
          act={end}
        >
          <p>{t('stewards.endNote')}</p>
        </Confirm>
      )}
    </li>
  )
}
