// Pages are read and used as plain HTML: they send no script.
export const csr = false
export const ssr = true
