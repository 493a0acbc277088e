import { bars, lines, type Bank } from './bank.ts'

export const spanish: Bank = {
  name: 'Spanish',
  joiner: ' ',
  people: bars('Lucía Fernández|Andrés Gutiérrez|María José Peña|Óscar Núñez|Inés Carrasco|Joaquín Ibáñez|Verónica Salas|Raúl Montoya'),
  sentences: lines(`
    la {cosa} de {thing} está {estado} desde que {name} cambió la {cosa2}
    creo que deberíamos {verbo} la {cosa} antes de hablar con {quien}
    ¿alguien sabe si {quien} va a {verbo} la {cosa2} {cuando}?
    el {obj} subió a {number} y eso no estaba previsto en la {cosa}
    yo no lo veo tan claro porque el {obj} depende de {quien}
    {name} me dijo que el {obj} quedó {estado} {cuando}
    si no conseguimos {verbo} el {obj} tendremos que avisar a {quien}
    a mí lo que me preocupa es la {cosa} de los próximos meses
    hemos vendido {number} más que el año pasado gracias a {thing}
    vamos a {verbo} primero el {obj} y después la {cosa2}
    perdona que te interrumpa pero la {cosa} ya está {estado}
    ¿cómo explicas que {quien} no quiera {verbo} nada?
    según el {obj2} la {cosa2} costaría {number}
    en {lugar} la gente pregunta mucho por {thing}
    lo hablamos {cuando} con calma y {name} prepara el {obj2}
    nadie había pensado en el {obj} cuando firmamos con {quien}
    la verdad es que el {obj2} de {lugar} fue un éxito
    necesito que {name} revise la {cosa} {cuando} sin falta`),
  slots: {
    cosa: bars('campaña|factura|entrega|auditoría|tubería|licencia|encuesta|negociación|maqueta|garantía|nómina|plantilla'),
    cosa2: bars('bodega|plataforma|reserva|cláusula|ruta|cosecha|aplicación|propuesta|frontera|sucursal|póliza'),
    obj: bars('presupuesto|almacén|contrato|pedido|servidor|consumo|alquiler|catálogo|embarque|subsidio|tratamiento|cableado'),
    obj2: bars('informe|borrador|estudio|expediente|cronograma|diagnóstico|folleto|simulacro'),
    verbo: bars('renegociar|aplazar|publicar|comprobar|vender|traducir|ampliar|cancelar|pintar|financiar|recortar|probar'),
    estado: bars('parada|pendiente|resuelta|bloqueada|incompleta|duplicada|caducada|lista'),
    quien: bars('el ayuntamiento|los proveedores|la clienta|el equipo de Bogotá|Hacienda|el sindicato|la aseguradora|los becarios'),
    cuando: bars('mañana|el jueves|después de comer|en septiembre|la semana que viene|antes del cierre|esta tarde'),
    lugar: bars('Sevilla|Guadalajara|Montevideo|Valparaíso|Bilbao|Cartagena|Zaragoza'),
  },
  numbers: [
    ['veinte por ciento', '20 %'],
    ['tres mil quinientos', '3500'],
    ['doce', '12'],
    ['medio millón', '500.000'],
    ['ocho coma cuatro', '8,4'],
  ],
  short: bars('sí|vale|claro|de acuerdo|perfecto|no|exacto|gracias|ya|entiendo'),
  fillers: bars('eh|este|o sea|pues|bueno'),
  syllables: bars('lu|ra|men|cor|sol|ti|bel|ga|nor|vi|tar|que'),
  script: lines(`
    buenos días a todos y bienvenidos a la conferencia
    todos los participantes están en modo de solo escucha
    al final de la presentación habrá una sesión de preguntas y respuestas
    les recordamos que esta llamada está siendo grabada
    a continuación cedo la palabra a nuestro director`),
  titles: bars('Seguimiento semanal|Reunión comercial|Comité de obra|Revisión de presupuesto'),
}
