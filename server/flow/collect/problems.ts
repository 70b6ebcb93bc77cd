import { problems } from '../../base/problem.ts'

/** What this room refuses, to the caller or as the reason of a failed delivery. */
export const refuse = problems('collect', {
  unknownDelivery: { status: 404, zh: '没有这次交付', en: 'There is no such delivery' },
  unknownSource: { status: 404, zh: '没有这个数据来源', en: 'There is no such source' },
  unknownVersion: { status: 404, zh: '该资源没有这个版本', en: 'The resource has no such version' },
  withdrawn: {
    status: 409,
    zh: '该数据资源已下架，不再接收数据',
    en: 'The resource is withdrawn and takes no more data',
  },
  notProvider: {
    status: 403,
    zh: '只有该资源的提供部门可以交付数据',
    en: 'Only the provider of the resource may hand in its data',
    remedy: { zh: '由提供部门 {provider} 交付', en: 'The provider {provider} hands it in' },
  },
  notYours: {
    status: 403,
    zh: '只有提供部门及其同级数据主管部门可以查看',
    en: 'Only the provider and its competent data department may see this',
  },
  mediaType: {
    status: 415,
    zh: '只接收 CSV（text/csv）和 XLSX',
    en: 'Only CSV (text/csv) and XLSX are taken',
  },
  otherContent: {
    status: 415,
    zh: '文件内容与声明的类型 {declared} 不符',
    en: 'The content is not what its type {declared} says',
  },
  tooLarge: {
    status: 413,
    zh: '文件超过上限 {limitBytes} 字节',
    en: 'The file is larger than {limitBytes} bytes',
  },
  diskFull: {
    status: 507,
    zh: '存储空间不足，文件未接收',
    en: 'There is no room left; the file was not taken',
    remedy: {
      zh: '请联系平台运维单位扩容后重新交付',
      en: 'Ask the operator for more room, then hand it in again',
    },
  },
  cutOff: { status: 400, zh: '上传中断，文件未接收', en: 'The upload broke off; the file was not taken' },
  correctedMeanwhile: {
    status: 409,
    zh: '最新版本是更正版本，追加会使已更正的值复原；请交付全量数据（replace）',
    en: 'The latest version is a correction that appending would undo; hand in the whole table (replace)',
  },
  empty: { status: 422, zh: '文件是空的', en: 'The file is empty' },
  unreadableHeader: { status: 422, zh: '读不出表头', en: 'The header cannot be read' },
  emptyNames: {
    status: 422,
    zh: '表头第 {columns} 列没有名称',
    en: 'The header has no name in column {columns}',
  },
  duplicateNames: {
    status: 422,
    zh: '表头列名重复（不分大小写）：{names}',
    en: 'Names stand twice in the header (case ignored): {names}',
  },
  badNames: {
    status: 422,
    zh: '表头列名过长或为保留名：{names}',
    en: 'Names in the header are too long or reserved: {names}',
  },
  tooManyColumns: {
    status: 422,
    zh: '表头有 {columns} 列，上限 {limit} 列',
    en: 'The header has {columns} columns, the limit is {limit}',
  },
  missingItems: {
    status: 422,
    zh: '文件缺少目录登记的信息项：{names}',
    en: 'The file lacks items of the catalogue: {names}',
  },
  badWorkbook: { status: 422, zh: '不是可读的 XLSX 文件', en: 'The XLSX file cannot be read' },
  unknownSheet: {
    status: 422,
    zh: '工作簿中没有工作表 {sheet}，或该表为空',
    en: 'The workbook has no sheet {sheet}, or it is empty',
  },
  largeWorkbook: {
    status: 422,
    zh: 'XLSX 超出上限（{limit}）',
    en: 'The workbook passes a limit ({limit})',
    remedy: { zh: '请改用 CSV 交付', en: 'Hand it in as CSV' },
  },
  forbiddenHost: {
    status: 403,
    zh: '不允许连接主机 {host}',
    en: 'The host {host} is not on the list of allowed sources',
  },
  badName: { status: 422, zh: '不是合法的标识符：{names}', en: 'Not a valid identifier: {names}' },
  sourceFailed: {
    status: 502,
    zh: '来源数据库读取失败（{code}）',
    en: 'The source database could not be read ({code})',
  },
  interrupted: { status: 409, zh: '接收中断，请重新交付', en: 'Receiving was interrupted; hand it in again' },
  broken: {
    status: 500,
    zh: '读取反复出错，请联系平台运维单位',
    en: 'Reading failed again and again; ask the operator',
  },
})
