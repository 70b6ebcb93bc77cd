export const texts = {
  area: '用数',
} as const
