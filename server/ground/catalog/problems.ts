import { problems } from '../../base/problem.ts'

export const refuse = problems('catalog', {
  noRevision: {
    status: 404,
    zh: '条目 {resource} 没有第 {n} 次修订',
    en: 'Entry {resource} has no revision {n}',
  },
  notFound: { status: 404, zh: '目录中没有该数据资源', en: 'The catalogue has no such resource' },
  notProvider: {
    status: 403,
    zh: '目录条目由提供单位{provider}编制，其他单位不能修改',
    en: 'The entry is compiled by its provider {provider}; nobody else may change it',
    remedy: { zh: '请联系{provider}', en: 'Ask {provider}' },
    rule: 'catalog.owner',
  },
  providerFixed: {
    status: 409,
    zh: '条目的提供单位不能更换',
    en: 'The provider of an entry cannot be exchanged',
  },
  codeTaken: { status: 409, zh: '资源代码 {code} 已被使用', en: 'The resource code {code} is taken' },
  changedMeanwhile: {
    status: 409,
    zh: '条目已被 {by} 修改（现为 {stamp}），请在最新内容上修改',
    en: 'The entry was changed by {by} meanwhile (it is {stamp} now); change the present text',
    remedy: { zh: '重新读取条目，合并修改后再提交', en: 'Read the entry again and merge your change' },
  },
  notPublished: {
    status: 409,
    zh: '条目没有发布，不能撤下',
    en: 'The entry is not published and cannot be withdrawn',
  },
  onlyPublishedChanges: {
    status: 409,
    zh: '条目没有发布，无需登记目录更新，直接修改并报送即可',
    en: 'The entry is not published: change it and submit it, there is nothing to note',
    rule: 'catalog.change.submit',
  },
  inUse: {
    status: 409,
    zh: '该资源还有有效的共享协议，不能撤下：{agreements}',
    en: 'Agreements on the resource are still alive: {agreements}',
    remedy: { zh: '先按规定终止这些协议', en: 'End these agreements first' },
  },
  inReview: {
    status: 409,
    zh: '条目正在审核（事项 {case}），不能修改或再次报送',
    en: 'The entry is under review (case {case}); it cannot be changed or submitted again',
    remedy: { zh: '可先撤回报送', en: 'Withdraw the submission first' },
  },
  nothingToSubmit: { status: 409, zh: '条目没有待报送的修改', en: 'The entry has no change to submit' },
  gate: {
    status: 422,
    zh: '目录条目有 {count} 处不符合规定',
    en: 'The entry breaks the rules in {count} places',
    remedy: {
      zh: '逐项改正后重新报送；每一处都列明了条款和要求',
      en: 'Mend each of them and submit again; each is listed with its article',
    },
  },
  ownReview: {
    status: 403,
    zh: '报送人不能审核自己报送的条目',
    en: 'Whoever submitted an entry may not review it',
    remedy: { zh: '请由其他审核人员办理', en: 'Ask another reviewer' },
  },
  noVersion: { status: 404, zh: '该资源没有第 {n} 版数据', en: 'The resource has no version {n}' },
  versionState: {
    status: 409,
    zh: '第 {n} 版数据现为 {state}，不能由 {from} 转为 {to}',
    en: 'Version {n} is {state}; it cannot go from {from} to {to}',
  },
  rowsDoNotAddUp: {
    status: 422,
    zh: '入湖 {landed} 行，合格 {accepted} 行与不合格 {rejected} 行之和不符',
    en: '{landed} rows landed, but {accepted} accepted and {rejected} rejected do not add up to that',
  },
})
