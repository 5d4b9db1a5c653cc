type Address = { href: string }

/** A page's address as one of its own: the framework lends its own for reading only. */
export const addressOf = (address: Address): URL => new URL(address.href)
