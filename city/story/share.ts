import { hold, until } from './people.ts'
import { type Holding, heads, holdings, type Scene, type StepResult } from './scene.ts'

interface Line {
  id: string
  resource: string
  agreement: string | null
  case: {
    id: string
    state: string
    handler: string
    clock: { dueOn: string | null; article: string } | null
  } | null
}

interface Submission {
  id: string
  lines: Line[]
}

/** 5. One submission to a city bureau, a district unit and a vertical provincial system; each line on its own clock. */
export async function apply(scene: Scene): Promise<StepResult> {
  const officer = await scene.as('ps.hr.officer')
  const { today } = await officer.get<{ today: string }>('/api/health')
  const until = `${Number(today.slice(0, 4)) + 1}${today.slice(4).replace('-02-29', '-02-28')}`
  const draft = await officer.post<Submission>('/api/share/submissions', {
    purpose: '稳岗返还资格核验',
    basis: '《失业保险条例》及当年稳岗返还申报通知（演示用，以正式文件为准）',
    scenario: '受理企业申报时核验登记状态、园区入驻和纳税信用，不再要求企业提交证明',
    scope: '坪山区人力资源局稳岗返还经办岗位 12 人，仅限辖区企业',
    period: { from: today, until },
    lines: [
      {
        resource: scene.resources.register,
        fields: [
          'uscc',
          'name',
          'representative',
          'capital',
          'founded_on',
          'industry',
          'status',
          'address',
          'division',
          'mobile',
        ],
        modes: ['api', 'file', 'delta'],
      },
      {
        resource: scene.resources.tenants,
        fields: ['uscc', 'name', 'park', 'staff', 'street'],
        modes: ['api', 'file'],
      },
      {
        resource: scene.resources.taxpayers,
        fields: ['nsrsbh', 'nsrmc', 'xzqh', 'nsxydj', 'qsye'],
        modes: ['api', 'delta'],
        rows: { field: 'xzqh', op: 'eq', value: '440310' },
      },
    ],
  })
  const filed = await (await scene.as('ps.hr.head')).post<Submission>(
    `/api/share/submissions/${draft.id}/approval`,
  )
  scene.submission = filed.id
  scene.proofs.push(['share.filed', filed.id])
  for (const it of holdings) {
    const line = filed.lines.find(({ resource }) => resource === scene.resources[it])
    hold(line?.case?.clock?.dueOn != null, `${it} 的法定答复期限 / a statutory clock on the line of ${it}`)
    scene.lines[it] = line?.id ?? ''
  }
  const dues = filed.lines.map((line) => `${line.case?.handler} ${line.case?.clock?.dueOn}`)
  return { note: `一次申请三条，直达：${dues.join('，')} / one submission, three clocks` }
}

/** 6. One agrees, one agrees with a counter-offer, one asks once for a supplement and then agrees. */
export async function decide(scene: Scene): Promise<StepResult> {
  const answer = async (it: Holding, decision: object) =>
    (await scene.as(heads[it])).post<Line>(`/api/share/lines/${scene.lines[it]}/decision`, decision)
  const applicant = await scene.as('ps.hr.officer')
  await answer('tenants', { decision: 'agree' })
  const until = (
    await applicant.get<{ period: { until: string } }>(`/api/share/submissions/${scene.submission}`)
  ).period.until
  await answer('register', {
    decision: 'counter',
    until,
    modes: ['api', 'file', 'delta'],
    fields: [
      { name: 'uscc', mask: null },
      { name: 'name', mask: null },
      { name: 'representative', mask: 'name' },
      { name: 'status', mask: null },
      { name: 'industry', mask: null },
      { name: 'division', mask: null },
      { name: 'mobile', mask: 'mobile' },
    ],
    rows: { field: 'division', op: 'eq', value: '440310' },
    note: '仅提供坪山区企业；法定代表人、电话脱敏；住所、资本与核验无关',
  })
  await applicant.post(`/api/share/lines/${scene.lines.register}/acceptance`)
  const asked = await answer('taxpayers', {
    decision: 'askSupplement',
    missing: ['请补充经办岗位名单和数据保存期限'],
  })
  await applicant.post(`/api/cases/${asked.case?.id}/moves`, {
    move: 'supplement',
    reason: '名单 12 人已附；数据保存至核验结束后 30 日',
  })
  await answer('taxpayers', { decision: 'agree' })
  const { lines } = await applicant.get<Submission>(`/api/share/submissions/${scene.submission}`)
  for (const it of holdings)
    scene.agreements[it] = lines.find(({ resource }) => resource === scene.resources[it])?.agreement ?? ''
  scene.proofs.push(['share.agreed', scene.agreements.register])
  hold(
    holdings.every((it) => scene.agreements[it] !== ''),
    '三份协议 / three agreements',
  )
  return {
    note: '区级同意；市级还价（少三项、两项脱敏、限本区）；省级补充一次后同意 / three agreements in force',
  }
}

export async function delivered(scene: Scene): Promise<void> {
  const applicant = await scene.as('ps.hr.officer')
  await until('交付 / delivery', async () => {
    const { lines } = await applicant.get<Submission>(`/api/share/submissions/${scene.submission}`)
    return lines.every((line) => line.case?.state === 'delivered') || undefined
  })
}
