using Lab;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (args is ["-h" or "--help"])
{
    Console.WriteLine(LabOptions.Usage);
    return 0;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
    WebRootPath = "Page",
});
if (Loopback.Refusal(builder.Configuration, builder.Environment) is { } refusal)
{
    Console.Error.WriteLine($"Not started: {refusal}");
    return 2;
}

builder.AddLab();
await using var app = builder.Build();
app.MapLab();
await app.StartAsync();
Console.WriteLine($"\n  The lab is open: {app.Services.GetRequiredService<LabOptions>().Page}\n\nCtrl+C stops everything.");
await app.WaitForShutdownAsync();
return 0;
