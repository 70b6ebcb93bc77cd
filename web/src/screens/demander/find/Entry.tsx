import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { resourceQuery, versionsQuery } from '../../../api/queries.ts'
import type { Resource } from '../../../api/types.ts'
import {
  CountText,
  DataText,
  DayText,
  ElementName,
  Fact,
  Facts,
  InstantText,
  Localised,
  OrgName,
  PlainTable,
  ProblemNotice,
  useTerms,
  useTypeText,
} from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import { Badge, Modes } from '../shared/parts.tsx'
import { BasketLink } from './BasketLink.tsx'
import { AttributeBadge, Choose } from './Catalogue.tsx'

const route = getRouteApi('/console/demand/catalogue/$id')

/** One entry: whose it is, what it holds, on what conditions and basis it is shared, how fresh it is. */
export function Entry() {
  const { id } = route.useParams()
  const { data: resource } = useSuspenseQuery(resourceQuery(id))
  const may = useMay()
  return (
    <div className="page">
      <PageHead
        title={<Localised text={resource.name} />}
        actions={
          may('share.submit') && (
            <>
              <Choose resource={resource} />
              <BasketLink />
            </>
          )
        }
      >
        <OrgName id={resource.provider} /> · <code>{resource.code}</code>
      </PageHead>
      <About resource={resource} />
      <Sharing resource={resource} />
      <Items resource={resource} />
      <Versions id={id} />
    </div>
  )
}

function About({ resource }: { resource: Resource }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  return (
    <section className="card" aria-label={t('entry.what')}>
      <div className="card-head">
        <h2>{t('entry.what')}</h2>
        <span className="soft">{t('entry.revision', { n: resource.revision })}</span>
      </div>
      <Facts>
        <Fact name={t('entry.abstract')} wide>
          <DataText value={resource.abstract} limit={600} />
        </Fact>
        <Fact name={t('entry.noteOwner')}>
          <OrgName id={resource.provider} />
        </Fact>
        <Fact name={t('entry.classification')}>
          <DataText value={resource.classification} />
        </Fact>
        <Fact name={t('catalogue.grade')}>{resource.grade && term('grade', resource.grade)}</Fact>
        <Fact name={t('catalogue.cycle')}>{resource.cycle && term('cycle', resource.cycle)}</Fact>
        <Fact name={t('catalogue.modes')}>
          <Modes modes={resource.modes} />
        </Fact>
        <Fact name={t('entry.format')}>{resource.format && term('format', resource.format)}</Fact>
        {resource.publishedOn && (
          <Fact name={t('entry.publishedOn')}>
            <DayText day={resource.publishedOn} />
          </Fact>
        )}
      </Facts>
    </section>
  )
}

function Sharing({ resource: { attribute, conditions, basis } }: { resource: Resource }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const attached = (['scope', 'purpose', 'other'] as const).filter((name) => conditions[name])
  return (
    <section className="card" aria-label={t('entry.sharing')}>
      <div className="card-head">
        <h2>{t('entry.sharing')}</h2>
        <AttributeBadge attribute={attribute} />
      </div>
      {attached.length === 0 ? (
        <p>{t('entry.noConditions')}</p>
      ) : (
        <Facts>
          {attached.map((name) => (
            <Fact key={name} name={t(`entry.${name}`)} wide>
              <DataText value={conditions[name]} limit={600} />
            </Fact>
          ))}
        </Facts>
      )}
      <h3>{t('entry.basis')}</h3>
      <ul className="rows">
        {basis.map(({ level, title, article }) => (
          <li key={`${level} ${title} ${article}`}>
            <span className="rows-main">
              <DataText value={title} /> <DataText value={article} />
            </span>
            <span className="soft">{term('basisLevel', level)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Items({ resource: { items } }: { resource: Resource }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const typeText = useTypeText()
  const heads = ['itemName', 'itemField', 'itemType', 'element', 'itemGrade'] as const
  return (
    <section className="card" aria-label={t('entry.items')}>
      <div className="card-head">
        <h2>{t('entry.items')}</h2>
        <span className="soft">{items.length}</span>
      </div>
      <PlainTable caption={t('entry.items')} heads={heads.map((head) => t(`entry.${head}`))}>
        {items.map(({ name, title, type, element, grade, key }) => (
          <tr key={name}>
            <th scope="row">
              <Localised text={title} /> {key && <Badge>{t('entry.key')}</Badge>}
            </th>
            <td>
              <code>{name}</code>
            </td>
            <td>{typeText(type)}</td>
            <td>
              {element ? (
                <ElementName id={element} />
              ) : (
                <span className="absent">{t('entry.noElement')}</span>
              )}
            </td>
            <td>{term('grade', `general-${grade}`)}</td>
          </tr>
        ))}
      </PlainTable>
    </section>
  )
}

function Versions({ id }: { id: string }) {
  const { t } = useTranslation('demander')
  const term = useTerms()
  const found = useQuery(versionsQuery(id))
  const heads = ['version', 'state', 'rows', 'score', 'at'] as const
  return (
    <section className="card" aria-label={t('entry.versions')} aria-busy={found.isPending}>
      <div className="card-head">
        <h2>{t('entry.versions')}</h2>
        <span className="soft">{t('entry.versionsNote')}</span>
      </div>
      <ProblemNotice error={found.error} />
      {found.data?.items.length === 0 && <p>{t('entry.noVersions')}</p>}
      {(found.data?.items.length ?? 0) > 0 && (
        <PlainTable
          caption={t('entry.versions')}
          heads={heads.map((head) =>
            head === 'rows' || head === 'score' ? { end: t(`entry.${head}`) } : t(`entry.${head}`),
          )}
        >
          {found.data?.items.map(({ n, state, accepted, landed, score, at }) => (
            <tr key={n}>
              <th scope="row">{t('entry.nth', { n })}</th>
              <td>{term('versionState', state)}</td>
              <td className="end">
                <CountText count={accepted ?? landed} />
              </td>
              <td className="end">
                {score === null ? <span className="soft">{t('entry.noScore')}</span> : score.toFixed(2)}
              </td>
              <td>
                <InstantText at={at} />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </section>
  )
}
