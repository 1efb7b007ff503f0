'use strict';
// wechaty asks open-graph for previews of links that a bot sends; Linli sends none.
module.exports = () => {
  throw new Error('open-graph is not installed');
};
