using EmailConsole.Hosting.Silo;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting;

/// <summary>Starts the application, and says in one line why where it cannot.</summary>
public static class Launch
{
    // EX_CONFIG of sysexits.h
    public const int ConfigurationError = 78;

    private const string PollingKey = "DOTNET_USE_POLLING_FILE_WATCHER";

    // It logs the whole exception of a failed start, which Launch says in one line
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    public static async Task<int> RunAsync(
        string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        try
        {
            var hasStarted = false;
            var builder = CreateBuilder(args);
            builder.Logging.AddFilter(HostCategory, level => level >= LogLevel.Information && Volatile.Read(ref hasStarted));
            add(builder);
            await using var app = builder.Build();
            app.Lifetime.ApplicationStarted.Register(() => Volatile.Write(ref hasStarted, true));
            app.Services.GetService<IStartupValidator>()?.Validate();
            map(app);
            var silo = app.Services.GetService<SiloFaults>();
            await app.RunAsync();
            return silo is { HasFailed: true } ? SiloFaults.StartAgain : 0;
        }
        catch (Exception e) when (Explain(e) is { } lines)
        {
            foreach (var line in lines)
            {
                await Console.Error.WriteLineAsync($"EmailConsole cannot start: {line}");
            }

            return ConfigurationError;
        }
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // .NET looks at appsettings.json every four seconds then. Told of changes by the kernel, it hears of everything below the folder:
        // of each write of a database that lies there, which under load took a tenth of the processor
        if (Environment.GetEnvironmentVariable(PollingKey) is null)
        {
            Environment.SetEnvironmentVariable(PollingKey, "true");
        }

        return WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // A published application serves its own wwwroot, whatever the current folder is
            ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null,
        });
    }

    private static IEnumerable<string>? Explain(Exception e) => e switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            many.InnerExceptions.SelectMany(inner => ((OptionsValidationException)inner).Failures),
        // A value of another type, such as Delivery:ConnectTimeout=soon; the message names the key
        InvalidOperationException { InnerException: FormatException } unreadable => [unreadable.Message],
        CannotStartException known => [known.Message],
        IOException { InnerException: AddressInUseException } inUse => [$"--urls (ASPNETCORE_URLS): {inUse.Message}"],
        _ => null,
    };
}
