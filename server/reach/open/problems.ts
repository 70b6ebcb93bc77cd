import { problems } from '../../base/problem.ts'

/** What opening data to the public refuses. */
export const refuse = problems('open', {
  notProvider: {
    status: 403,
    zh: '数据由提供单位 {provider} 决定是否开放',
    en: 'Only its provider, {provider}, opens or closes a resource',
    rule: 'catalog.owner',
  },
  notOpenable: {
    status: 422,
    zh: '该资源不能按此向社会开放，每处都注明了字段、依据和原因',
    en: 'The resource may not be opened like this; each point says its field, its rule and why',
    remedy: {
      zh: '逐处调整字段、条件或目录条目后再开放',
      en: 'Mend each point, in the choice or in the entry, and open again',
    },
  },
  noRows: {
    status: 409,
    zh: '资源 {resource} 现行的第 {version} 版没有一行合格数据，不能开放',
    en: 'The present version {version} of {resource} has not one accepted row, so there is nothing to open',
    remedy: {
      zh: '先重新交付数据或改正不合格行，待新版检查合格并可服务后再开放',
      en: 'Hand in the data again or mend the rejected rows first; open it when the new version is served',
    },
  },
  alreadyOpen: {
    status: 409,
    zh: '该资源已向社会开放；变更信息项或条件请先停止开放',
    en: 'The resource is open already; close it first to change its items or rows',
  },
  notOpen: { status: 409, zh: '该资源未向社会开放', en: 'The resource is not open' },
  unknown: {
    status: 404,
    zh: '没有这项开放数据',
    en: 'There is no such open resource',
  },
  withdrawn: {
    status: 410,
    zh: '这项数据已停止向社会开放',
    en: 'This resource is no longer open to the public',
  },
  tooMany: {
    status: 429,
    zh: '请求过于频繁，请于 {retryAfterSeconds} 秒后再试',
    en: 'Too many requests; try again in {retryAfterSeconds} seconds',
  },
})
