import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Org } from '../../../api/types.ts'
import { Localised, ProblemNotice, useLanguage } from '../../../parts/index.ts'
import { useMay } from '../../../shell/me.ts'
import { PageHead } from '../../../shell/PageHead.tsx'
import '../audit.css'
import { branchesQuery, type OrgBranch, rootsQuery } from '../queries.ts'
import { RegisterOrg } from './OrgForm.tsx'
import { OrgRank } from './OrgRank.tsx'

/** Levels that stand open at first: those with few organisations. */
const openLevels: readonly Org['level'][] = ['nation', 'province', 'city']

/** Organisations from the nation to the village, one level at a time. */
export function Orgs() {
  const { t } = useTranslation('admin')
  const may = useMay()
  const { data: roots, error } = useQuery(rootsQuery)
  return (
    <div className="page audit">
      <PageHead title={t('orgs.title')} actions={may('parties.register') && <RegisterOrg parent="" />}>
        {t('orgs.note')}
      </PageHead>
      <ProblemNotice error={error} />
      <section className="card" aria-label={t('orgs.tree')}>
        <ul className="tree">
          {roots?.map((org) => (
            <Branch key={org.id} org={org} />
          ))}
        </ul>
      </section>
    </div>
  )
}

function Branch({ org }: { org: Org & Partial<Pick<OrgBranch, 'children' | 'persons'>> }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const [isOpen, setIsOpen] = useState(openLevels.includes(org.level))
  const isLeaf = org.children === 0
  const { data: below, error } = useQuery({ ...branchesQuery(org.id), enabled: isOpen && !isLeaf })
  const name = org.name[language]
  return (
    <li>
      <div className="tree-row">
        {isLeaf ? (
          <span className="tree-leaf" />
        ) : (
          <button
            type="button"
            className="tree-toggle"
            aria-expanded={isOpen}
            aria-label={t(isOpen ? 'orgs.close' : 'orgs.open', { name })}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? '−' : '+'}
          </button>
        )}
        <Link to="/admin/orgs/$id" params={{ id: org.id }}>
          <Localised text={org.name} />
        </Link>
        <span className="soft">
          <OrgRank org={org} /> · <code>{org.id}</code>
          {org.children !== undefined &&
            org.children > 0 &&
            ` · ${t('orgs.children', { count: org.children })}`}
          {org.persons !== undefined && org.persons > 0 && ` · ${t('orgs.persons', { count: org.persons })}`}
        </span>
      </div>
      <ProblemNotice error={error} />
      {isOpen && below && below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Branch key={one.id} org={one} />
          ))}
        </ul>
      )}
    </li>
  )
}
