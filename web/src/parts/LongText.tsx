import { Form, Input } from 'antd'
import { useId } from 'react'

/** A required text of several lines with its hint and its fault. */
export function LongText({
  label,
  hint,
  value,
  onChange,
  fault,
  optional = false,
}: {
  label: string
  hint?: string | undefined
  value: string
  onChange(value: string): void
  fault: { validateStatus?: 'error'; help?: string }
  optional?: boolean
}) {
  const id = useId()
  return (
    <Form.Item layout="vertical" label={label} htmlFor={id} extra={hint} {...fault}>
      <Input.TextArea
        id={id}
        rows={3}
        maxLength={2000}
        value={value}
        required={!optional}
        minLength={2}
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  )
}
