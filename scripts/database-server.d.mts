/** A PostgreSQL server of its own: the owner's address, the folder of its socket, its process. */
export type Server = { address: string; folder: string; process: number | undefined; stop: () => Promise<void> }
export function startServer(own?: Readonly<Record<string, string | number>>): Promise<Server>
