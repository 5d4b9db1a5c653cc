import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

type Pool = { totalCount: number; idleCount: number; waitingCount: number }

function makeMetrics() {
	const registry = new Registry()
	const registers = [registry]
	const pools = new Set<Pool>()
	collectDefaultMetrics({ register: registry, prefix: 'pitso_' })
	new Gauge({
		name: 'pitso_database_connections',
		help: 'Connections to the database by what they do: in use, idle, or asked for and not there yet.',
		labelNames: ['state'],
		registers,
		collect() {
			const sum = (of: (pool: Pool) => number) => [...pools].reduce((total, pool) => total + of(pool), 0)
			this.set(
				{ state: 'in-use' },
				sum((pool) => pool.totalCount - pool.idleCount)
			)
			this.set(
				{ state: 'idle' },
				sum((pool) => pool.idleCount)
			)
			this.set(
				{ state: 'waiting' },
				sum((pool) => pool.waitingCount)
			)
		}
	})
	return {
		registry,
		pools,
		requests: new Histogram({
			name: 'pitso_http_request_duration_seconds',
			help: 'Requests answered, by method, pattern of the address and status.',
			labelNames: ['method', 'route', 'status'],
			buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
			registers
		}),
		operations: new Histogram({
			name: 'pitso_operation_duration_seconds',
			help: 'Operations performed, by name and outcome.',
			labelNames: ['operation', 'outcome'],
			buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10],
			registers
		}),
		transactions: new Counter({
			name: 'pitso_database_transactions_total',
			help: 'Transactions by kind and how they ended.',
			labelNames: ['kind', 'ended'],
			registers
		}),
		jobs: new Gauge({
			name: 'pitso_jobs',
			help: 'Jobs of all workspaces by state.',
			labelNames: ['state'],
			registers
		}),
		mails: new Gauge({
			name: 'pitso_mails',
			help: 'Mails of all workspaces by state.',
			labelNames: ['state'],
			registers
		}),
		workspaces: new Gauge({ name: 'pitso_workspaces', help: 'Workspaces of the installation.', registers }),
		stored: new Gauge({ name: 'pitso_file_storage_bytes', help: 'Bytes in the store of files.', registers }),
		disk: new Gauge({
			name: 'pitso_data_folder_free_bytes',
			help: 'Bytes free on the disk that holds the data folder.',
			registers
		})
	}
}

// A name of the process, not of the module: the built pages carry their own copy of this file.
const PLACE = Symbol.for('pitso.metrics')
type Metrics = ReturnType<typeof makeMetrics>
const isMetrics = (value: unknown): value is Metrics =>
	typeof value === 'object' && value !== null && 'registry' in value && 'pools' in value

/** What this process counts and measures; nothing in it names a person, and every label takes few values. */
export function metrics(): Metrics {
	const found: unknown = Reflect.get(globalThis, PLACE)
	if (isMetrics(found)) return found
	const made = makeMetrics()
	Object.defineProperty(globalThis, PLACE, { value: made, configurable: true })
	return made
}

const seconds = (since: number) => (performance.now() - since) / 1000

/** Notes an operation that began at a moment of `performance.now()`. */
export function countOperation(operation: string, outcome: string, since: number): void {
	metrics().operations.observe({ operation, outcome }, seconds(since))
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Notes a request that began at a moment of `performance.now()`; an address nobody knows counts as one pattern. */
export function countRequest(
	{ method, route, status }: { method: string; route: string | null; status: number },
	since: number
): void {
	metrics().requests.observe(
		{ method: METHODS.has(method) ? method : 'other', route: route ?? 'unknown', status: String(status) },
		seconds(since)
	)
}

/** Notes how a transaction ended. */
export function countTransaction(kind: 'read' | 'write' | 'access', ended: 'committed' | 'rolled-back'): void {
	metrics().transactions.inc({ kind, ended })
}

/** Watches over a pool of connections until it is left. */
export function watchPool(pool: Pool): () => void {
	metrics().pools.add(pool)
	return () => void metrics().pools.delete(pool)
}
