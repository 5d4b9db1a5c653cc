// What our tests use of the package, which brings no types.
declare module 'datapackage' {
	type Resource = {
		schema: { primaryKey: string[] }
		read(options: { keyed: true; relations: true }): Promise<unknown[]>
	}
	export class Package {
		static load(path: string, options: { strict: boolean }): Promise<Package>
		valid: boolean
		descriptor: unknown
		getResource(name: string): Resource
	}
}
