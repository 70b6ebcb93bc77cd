export const texts = {
  area: '审计',
} as const
