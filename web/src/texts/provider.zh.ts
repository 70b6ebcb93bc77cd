export const texts = {
  area: '供数',
} as const
