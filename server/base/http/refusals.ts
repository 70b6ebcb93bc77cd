import { problems } from '../problem.ts'

/** What the edge itself refuses, before any room is asked. */
export const refuse = problems('base', {
  malformed: { status: 400, zh: '不是合法的 JSON 文档', en: 'The body is not a JSON document' },
  notFound: { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  tooLarge: { status: 413, zh: '提交的内容过大', en: 'The body is too large' },
  mediaType: {
    status: 415,
    zh: '不支持的内容类型，请用 application/json',
    en: 'The media type is not supported; send application/json',
  },
  badAddress: { status: 400, zh: '地址编码有误', en: 'The address is not encoded correctly' },
  notHttp: { status: 400, zh: '不是合法的 HTTP 请求', en: 'This is not an HTTP request' },
  headersTooLarge: { status: 431, zh: '请求头过大', en: 'The headers are too large' },
  tooSlow: { status: 408, zh: '请求内容迟迟未到，已断开', en: 'The request did not arrive in time' },
  slowReader: {
    status: 408,
    zh: '读取过慢，已断开',
    en: 'The answer was taken too slowly and has been broken off',
    remedy: {
      zh: '重新读取；支持分段下载的文件可从断点续传',
      en: 'Read it again; a file that is given in ranges can be fetched on from where it stopped',
    },
  },
  badHost: { status: 400, zh: 'Host 请求头不合法', en: 'The Host header is not a host' },
  otherHost: {
    status: 421,
    zh: '本服务不以 {host} 为名',
    en: 'This server does not answer for {host}',
  },
  signIn: { status: 401, zh: '请先登录', en: 'Sign in first' },
  foreignOrigin: { status: 403, zh: '请求来自其他站点', en: 'The request comes from another site' },
  otherRequest: {
    status: 422,
    zh: '这个 Idempotency-Key 已用于另一个请求',
    en: 'This Idempotency-Key was used for another request',
    remedy: { zh: '换一个新的 Idempotency-Key', en: 'Use a new Idempotency-Key' },
  },
  badKey: {
    status: 400,
    zh: 'Idempotency-Key 应为 1 至 128 个可见字符',
    en: 'Idempotency-Key takes 1 to 128 visible characters',
  },
  tooManyStreams: {
    status: 429,
    zh: '同时打开的推送连接已达上限 {limit} 个',
    en: 'As many streams are open as one may have, {limit}',
    remedy: { zh: '关闭不用的窗口或连接', en: 'Close windows or connections no longer needed' },
  },
  streamsFull: {
    status: 503,
    zh: '推送连接已满，请稍后再试',
    en: 'All places for streams are taken; try again in a moment',
  },
  busy: { status: 503, zh: '系统繁忙，请稍后再试', en: 'The system is busy; try again in a moment' },
  broken: {
    status: 500,
    zh: '系统出错，事故编号 {incident}',
    en: 'Something broke on our side, incident {incident}',
  },
})
