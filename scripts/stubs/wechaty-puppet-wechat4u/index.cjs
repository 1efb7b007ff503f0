'use strict';
throw new Error(
  'wechaty-puppet-wechat4u is not installed; set WECHATY_PUPPET to a puppet that is, see README.md',
);
