using Audit;
using Simulation;

var (seeds, first, orders, sabotage) = (20, 1, 200, "none");
await using var servers = await Servers.StartAsync();
var broken = 0;
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i]) { case "--seeds": seeds = int.Parse(args[i+1]); break; case "--first-seed": first = int.Parse(args[i+1]); break; case "--orders": orders = int.Parse(args[i+1]); break; case "--sabotage": sabotage = args[i+1]; break; }
}
var total = new Tally();
for (var seed = first; seed < first + seeds; seed++)
{
    var result = await Run.SeedAsync(servers, seed, orders, sabotage);
    total.Add(result.Faults);
    Console.WriteLine(result);
    if (result.Broken.Count > 0) { broken++; Console.WriteLine(Report.Table(result.Broken)); if (Environment.GetEnvironmentVariable("DBG") is not null) { foreach (var db in servers.All) Console.WriteLine(db.Multiplexer.GetEndPoints()[0]); await Task.Delay(60000);} }
}
Console.WriteLine($"{broken} of {seeds} broken; {total}");
return broken > 0 ? 1 : 0;
