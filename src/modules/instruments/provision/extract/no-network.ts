import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

// Whatever a file names, nothing is fetched for it. Imported before any reader, since a reader may keep what it finds when it loads.
const refuse = (): never => {
	throw new Error('a file is read without a network')
}

net.Socket.prototype.connect = refuse
net.Server.prototype.listen = refuse
dgram.createSocket = refuse
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny'] as const) Reflect.set(dns, name, refuse)
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) Reflect.deleteProperty(globalThis, name)
// What imported these by name sees them too.
syncBuiltinESMExports()
