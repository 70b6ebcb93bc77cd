export const texts = {
  area: '答复',
} as const
