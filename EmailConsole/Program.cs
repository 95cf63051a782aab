using EmailConsole.Accounts;
using EmailConsole.Cluster;
using EmailConsole.Deliveries;
using EmailConsole.Delivery;
using EmailConsole.Deployment;
using EmailConsole.DevelopmentMailbox;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.MovingIn;
using EmailConsole.Events;
using EmailConsole.Hosting;
using EmailConsole.Hosting.Moving;
using EmailConsole.Hosting.Silo;
using EmailConsole.Kinds;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Api;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Sending;
using EmailConsole.Shell;
using EmailConsole.Submission;
using EmailConsole.Tenants;
using EmailConsole.TestEmail;
using EmailConsole.TestEmail.Checking;

if (args is [ImportCommand.Name, .. var import])
{
    return await ImportCommand.RunAsync(import, Console.Out, new ConsoleSecretPrompt());
}

if (args is [MoveDatabaseCommand.Name, .. var move])
{
    return await MoveDatabaseCommand.RunAsync(move, Console.Out, CancellationToken.None);
}

if (args is [CheckProviderCommand.Name, .. var check])
{
    return await new CheckProviderCommand(Console.Out, new ConsoleSecretPrompt(readsPipe: true), SubmissionRegistration.AddSubmissionPlace).RunAsync(check, CancellationToken.None);
}

return await Launch.RunAsync(args, builder =>
{
    var home = builder.AddHome();
    builder.AddPersistence(home.Resolve);
    builder.AddCluster();
    builder.AddDeployment(home);
    builder.AddTenants();
    builder.AddRest();
    builder.AddAccounts();
    builder.AddEmailProviders();
    builder.AddDelivery(home);
    builder.AddKinds();
    builder.AddTestEmail();
    builder.AddOutbox();
    builder.AddSending();
    builder.AddSubmission(home);
    builder.AddEvents();
    builder.AddDeliveries();
    builder.AddDevelopmentMailbox();
    builder.AddShell();
    builder.AddHosting(home);
    builder.AddSilo(home);
}, app =>
{
    app.UseHosting();
    app.MapHosting();
    app.MapRest();
    app.MapAccounts();
    app.MapEmailProviders();
    app.MapOutbox();
    app.MapDevelopmentMailbox();
    app.MapShell();
});

/// <summary>Named so that tests can start the application.</summary>
public partial class Program;
