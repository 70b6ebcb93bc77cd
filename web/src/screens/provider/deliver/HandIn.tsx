import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type DragEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataText, Icon, ProblemNotice, SizeText } from '../../../parts/index.ts'
import { deliveryQuery } from '../queries.ts'
import { handIn } from './upload.ts'

interface Sending {
  readonly sentBytes: number
  readonly stop: AbortController
}

/** Hands a file in: dropped, or chosen by the file picker, which the keyboard reaches as well. */
export function HandIn({ resource }: { resource: string }) {
  const { t } = useTranslation('provider')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [file, setFile] = useState<File>()
  const [mode, setMode] = useState<'replace' | 'append'>('replace')
  const [sheet, setSheet] = useState('')
  const [sending, setSending] = useState<Sending>()
  const [error, setError] = useState<unknown>()
  const isWorkbook = file?.name.toLowerCase().endsWith('.xlsx') ?? false

  const choose = (chosen: File | undefined) => {
    if (!chosen || sending) return
    setFile(chosen)
    setError(undefined)
  }
  const send = async () => {
    if (!file) return
    const stop = new AbortController()
    const onSent = (sentBytes: number) => setSending({ sentBytes, stop })
    setError(undefined)
    onSent(0)
    try {
      const delivery = await handIn({
        ...{ resource, file, mode, onSent, signal: stop.signal },
        ...(isWorkbook && sheet.trim() !== '' && { sheet: sheet.trim() }),
      })
      client.setQueryData(deliveryQuery(delivery.id).queryKey, delivery)
      void client.invalidateQueries({ queryKey: ['collect', 'deliveries', resource] })
      await navigate({ to: '/provider/deliveries/$id', params: { id: delivery.id } })
    } catch (thrown) {
      if ((thrown as Error).name !== 'AbortError') setError(thrown)
    } finally {
      setSending(undefined)
    }
  }
  return (
    <div className="hand-in">
      <DropPlace file={file} disabled={sending !== undefined} onChoose={choose} />
      {file && (
        <>
          <ModeChoice mode={mode} onChoose={setMode} />
          {isWorkbook && (
            <label className="field">
              <span>{t('handIn.sheet')}</span>
              <input value={sheet} maxLength={31} onChange={(event) => setSheet(event.target.value)} />
              <span className="soft">{t('handIn.sheetNote')}</span>
            </label>
          )}
          <div className="answers">
            <Button type="primary" loading={sending !== undefined} onClick={send}>
              {t('handIn.send')}
            </Button>
            {sending && <Button onClick={() => sending.stop.abort()}>{t('handIn.stop')}</Button>}
          </div>
        </>
      )}
      {file && sending && <SendProgress sentBytes={sending.sentBytes} sizeBytes={file.size} />}
      <ProblemNotice error={error} />
    </div>
  )
}

interface DropProps {
  readonly file: File | undefined
  readonly disabled: boolean
  onChoose(file: File | undefined): void
}

function DropPlace({ file, disabled, onChoose }: DropProps) {
  const { t } = useTranslation('provider')
  const [over, setOver] = useState(false)
  const id = useId()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onChoose(event.dataTransfer.files[0])
  }
  const hover = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    // Dropping is a shortcut; the file picker inside does the same by keyboard.
    // biome-ignore lint/a11y/noStaticElementInteractions: the control is the file input within
    <div
      className={over ? 'drop-place drop-over' : 'drop-place'}
      onDrop={drop}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
    >
      <Icon name="upload" />
      <div>
        <p>
          {t('handIn.drop')}{' '}
          <input
            id={id}
            className="only-read"
            type="file"
            accept=".csv,.txt,.tsv,.xlsx,text/csv"
            disabled={disabled}
            aria-describedby={`${id}-note`}
            onChange={(event) => onChoose(event.target.files?.[0])}
          />
          <label htmlFor={id} className="button-link">
            {t('handIn.choose')}
          </label>
        </p>
        <p id={`${id}-note`} className="soft">
          {t('handIn.note')}
        </p>
        <p role="status">
          {file && (
            <>
              {t('handIn.chosen')}{' '}
              <strong>
                <DataText value={file.name} />
              </strong>{' '}
              (<SizeText bytes={file.size} />)
            </>
          )}
        </p>
      </div>
    </div>
  )
}

function ModeChoice({
  mode,
  onChoose,
}: {
  mode: 'replace' | 'append'
  onChoose(mode: 'replace' | 'append'): void
}) {
  const { t } = useTranslation('provider')
  const name = useId()
  return (
    <fieldset className="choices">
      <legend>{t('handIn.mode')}</legend>
      {(['replace', 'append'] as const).map((it) => (
        <label key={it}>
          <input type="radio" name={name} checked={mode === it} onChange={() => onChoose(it)} />{' '}
          {t(`deliveryMode.${it}`)} <span className="soft">{t(`handIn.${it}Note`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

function SendProgress({ sentBytes, sizeBytes }: { sentBytes: number; sizeBytes: number }) {
  const { t } = useTranslation('provider')
  const id = useId()
  return (
    <div className="progress">
      <label htmlFor={id}>{t(sentBytes < sizeBytes ? 'handIn.sending' : 'handIn.storing')}</label>
      <progress id={id} max={sizeBytes || 1} value={sentBytes} />
      <span className="soft">
        <SizeText bytes={sentBytes} /> / <SizeText bytes={sizeBytes} />
      </span>
    </div>
  )
}
