import type { ReactNode } from 'react'

const shapes = {
  clock: <path d="M8 4v4l2.6 1.6M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z" />,
  warn: <path d="M8 2 14.5 13.5h-13L8 2Zm0 4.2v3.4m0 1.8v.1" />,
  pause: <path d="M5.5 3.5v9m5-9v9" />,
  done: <path d="m3 8.5 3.3 3.2L13 4.6" />,
  dot: <circle cx="8" cy="8" r="3.2" />,
  menu: <path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11" />,
  close: <path d="m3.5 3.5 9 9m0-9-9 9" />,
  out: <path d="M6 2.5H3v11h3M10 5l3 3-3 3m3-3H6.5" />,
  copy: <path d="M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8v-8Z" />,
  home: <path d="M2.5 7.5 8 2.8l5.5 4.7M4 6.5v6.7h8V6.5" />,
  list: <path d="M5.5 4h8m-8 4h8m-8 4h8M2.5 4h.1m-.1 4h.1m-.1 4h.1" />,
  inbox: <path d="M2.5 9h3l1 2h3l1-2h3M2.5 9v4h11V9l-2-6h-7l-2 6Z" />,
  send: <path d="m2.5 8 11-5-4 11-2.2-4.6L2.5 8Z" />,
  book: <path d="M3 2.8h4.2L8 4l.8-1.2H13v10H8.8L8 14l-.8-1.2H3v-10ZM8 4v9" />,
  upload: <path d="M8 10.5V2.8m0 0L5 6m3-3.2L11 6M2.5 10.5v3h11v-3" />,
  scale: <path d="M8 2.5v11m-3 0h6M2.5 5h11M4 5l-2 4.2h4L4 5Zm8 0-2 4.2h4L12 5Z" />,
  shield: <path d="M8 1.8 13.2 4v4c0 3-2.2 5.2-5.2 6.3C5 13.2 2.8 11 2.8 8V4L8 1.8Z" />,
  people: (
    <path d="M6 7.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Zm-4 6c0-2.4 1.8-4 4-4s4 1.6 4 4m.5-10.3a2.3 2.3 0 0 1 0 4.1m1.4 2.6c1.3.5 2.1 1.8 2.1 3.6" />
  ),
  search: <path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2 3.2 3.2" />,
  key: <path d="M5.2 11.8a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8Zm2.1-5L13 2.9m-2.4 1.7 1.6 2" />,
  gear: (
    <path d="M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8 1.8v2m0 8.4v2M1.8 8h2m8.4 0h2M3.6 3.6 5 5m6 6 1.4 1.4m0-8.8L11 5m-6 6-1.4 1.4" />
  ),
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A mark beside a word; never alone, so it is hidden from assistive technology. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  )
}
