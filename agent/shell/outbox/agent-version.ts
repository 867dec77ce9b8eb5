import packageJson from '../../package.json' with { type: 'json' };

/** As the console and the rule-set see it. */
export const agentVersion: string = packageJson.version;
