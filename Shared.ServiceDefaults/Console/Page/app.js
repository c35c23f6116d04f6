// The page: two services, the panels that show what they say, and one drawing for all that came in meanwhile.

import { Access } from './access.js';
import { Service } from './api.js';
import { actPanel } from './act.js';
import { connectionsPanel } from './connections.js';
import { flowPanel } from './flow.js';
import { graphsPanel } from './graphs.js';
import { healthPanel } from './health.js';
import { lettersPanel } from './letters.js';
import { ordersPanel } from './orders.js';
import { outcomesPanel } from './outcomes.js';
import { productsPanel } from './products.js';
import { Rates } from './rates.js';
import { requestsPanel } from './requests.js';
import { figuresOf, stations } from './stations.js';

const { service: own, peer, at = '..' } = document.documentElement.dataset;
const rates = new Rates();
const access = new Access();
const services = {
  payment: new Service('payment', access, told),
  inventory: new Service('inventory', access, told),
};

const requests = requestsPanel(access);
const outcomes = outcomesPanel();
const goods = productsPanel(services.inventory, draw);
const orders = ordersPanel(services.payment, goods, outcomes);
const graphs = graphsPanel(services, rates);
const panels = [
  connectionsPanel(services, access, draw),
  flowPanel(services, rates, graphs),
  actPanel(services, access, requests, goods, outcomes),
  goods,
  orders,
  graphs,
  lettersPanel(services, access, requests),
  healthPanel(services),
];

services[own].at(new URL(at, location.href).href);
if (peer) services[own === 'payment' ? 'inventory' : 'payment'].at(peer);
document.title = `Console of ${services[own].title}`;
document.addEventListener('visibilitychange', attend);
attend();
draw();

// A page that nobody looks at asks for nothing.
function attend() {
  for (const service of Object.values(services)) {
    if (document.hidden) service.rest();
    else service.watch();
  }
}

// A service has told its figures, or has come or gone.
function told(service) {
  if (service.state === 'live') {
    for (const station of stations.filter(one => one.of === service.name)) {
      rates.add(station.key, Date.parse(service.flow.at), figuresOf(service, station)?.passed);
    }
    graphs.take(service);
  }
  draw();
}

function draw() {
  if (draw.isDue) return;
  draw.isDue = true;
  requestAnimationFrame(() => {
    draw.isDue = false;
    for (const panel of panels) panel.show();
  });
}
