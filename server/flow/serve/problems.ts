import { problems } from '../../base/problem.ts'

/** What serving refuses, once policy has permitted the access itself. */
export const refuse = problems('serve', {
  unknownAgreement: {
    status: 404,
    zh: '没有编号为 {agreement} 的共享协议',
    en: 'There is no agreement {agreement}',
  },
  unknownVersion: {
    status: 404,
    zh: '协议 {agreement} 下没有第 {version} 版数据',
    en: 'Agreement {agreement} has no version {version}',
    remedy: { zh: '在版本列表中选择一版', en: 'Choose one from the list of versions' },
  },
  preparing: {
    status: 503,
    zh: '协议 {agreement} 的数据正在准备，请稍后再试',
    en: 'The rows of agreement {agreement} are being prepared; try again in a moment',
  },
  nothingToPreview: {
    status: 409,
    zh: '资源 {resource} 还没有可预览的数据',
    en: 'Resource {resource} has no checked rows to preview',
  },
  fieldsGone: {
    status: 409,
    zh: '资源 {resource} 的现有数据没有这些字段：{fields}',
    en: 'The present rows of {resource} have no such fields: {fields}',
  },
  noReads: {
    status: 404,
    zh: '没有资源 {resource} 的读取统计，或您无权查看',
    en: 'There are no counts of reads of {resource}, or they are not yours to see',
    remedy: {
      zh: '读取统计只提供给数据提供单位和审计',
      en: 'Who reads how much is told to the provider and to audit alone',
    },
  },
  noKey: {
    status: 409,
    zh: '协议 {agreement} 没有约定可供查询的主键字段',
    en: 'Agreement {agreement} has no agreed key field',
    remedy: { zh: '改用 rows 接口按条件查询', en: 'Ask for rows with a filter instead' },
  },
  unknownKey: { status: 404, zh: '没有这个主键的记录', en: 'There is no row with this key' },
  ambiguousKey: {
    status: 409,
    zh: '这个主键对应多条记录',
    en: 'More than one row has this key',
    remedy: { zh: '改用 rows 接口按条件查询', en: 'Ask for rows with a filter instead' },
  },
  unknownBatch: { status: 404, zh: '没有编号为 {batch} 的批量文件', en: 'There is no batch {batch}' },
  batchUnfinished: {
    status: 409,
    zh: '批量文件 {batch} 尚未生成（{state}）',
    en: 'Batch {batch} is not ready ({state})',
  },
  outdatedBatch: {
    status: 410,
    zh: '批量文件 {batch} 生成后协议范围已变更，不再提供',
    en: 'The agreement changed after batch {batch} was made; it is no longer handed out',
    remedy: { zh: '重新申请批量文件', en: 'Ask for a new batch' },
  },
  narrowed: {
    status: 410,
    zh: '协议 {agreement} 的范围在读取中变更，已中断',
    en: 'Agreement {agreement} changed while its rows were being read; the answer was broken off',
    remedy: { zh: '按现行协议重新读取', en: 'Read again by the agreement as it stands' },
  },
  busy: {
    status: 503,
    zh: '查询排队已满，请稍后再试',
    en: 'Too many queries are waiting; try again in a moment',
  },
  tooSlow: {
    status: 422,
    zh: '查询超过时限，请缩小条件或改用批量文件',
    en: 'The query passed its time limit; narrow the condition or ask for a batch',
  },
  damagedFile: {
    status: 503,
    zh: '数据文件校验不一致，已停止提供',
    en: 'A file does not match its digest and is not handed out',
  },
})
