import { problems } from '../../base/problem.ts'

export const refuse = problems('standards', {
  unknownElement: { status: 404, zh: '没有数据元 {element}', en: 'There is no data element {element}' },
  unknownTable: { status: 404, zh: '没有代码表 {table}', en: 'There is no code table {table}' },
  noBindings: {
    status: 404,
    zh: '没有可供查看的数据元绑定',
    en: 'There is no binding of this resource for you to see',
  },
  notOwner: {
    status: 403,
    zh: '数据元绑定由该资源的管理单位（{owners}）的人员确认',
    en: 'A binding is confirmed by a person of the organisation that manages the resource: {owners}',
    remedy: { zh: '请联系{owners}', en: 'Ask {owners}' },
    rule: 'security.responsibility',
  },
})
