/** The nonce under which this page may add styles; the server makes one with every answer. */
export const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
