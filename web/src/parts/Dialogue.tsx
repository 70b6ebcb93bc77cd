import { type ReactNode, useEffect, useId, useRef } from 'react'

interface Props {
  readonly title: string
  readonly open: boolean
  onClose(): void
  readonly children?: ReactNode
  readonly actions: ReactNode
  /** for a table or a preview */
  readonly wide?: boolean
}

/**
 * A dialogue of the browser's own: it keeps the focus, closes with Esc and gives the focus back. (antd's Modal and
 * Drawer add a style without our nonce, which the policy of the page refuses.)
 */
export function Dialogue({ title, open, onClose, children, actions, wide = false }: Props) {
  const box = useRef<HTMLDialogElement>(null)
  const name = useId()
  useEffect(() => {
    if (open && !box.current?.open) box.current?.showModal()
    if (!open && box.current?.open) box.current.close()
  }, [open])
  return (
    <dialog
      ref={box}
      className={wide ? 'dialogue dialogue-wide' : 'dialogue'}
      aria-labelledby={name}
      onClose={onClose}
    >
      {open && (
        <>
          <h2 id={name}>{title}</h2>
          <div className="dialogue-body">{children}</div>
          <div className="dialogue-actions">{actions}</div>
        </>
      )}
    </dialog>
  )
}
