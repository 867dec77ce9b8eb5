// The forms that the settings of probes are made of.
export { AeTitle, Auth, Host, Name, ownForm, Path, Port, Tls, Url } from '../forms.ts';
