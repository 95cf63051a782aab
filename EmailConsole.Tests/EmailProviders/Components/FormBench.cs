using AngleSharp.Dom;
using Bunit;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Components;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Guides;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;
using EmailConsole.Tests.EmailProviders.Guides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>Renders the page's components without a browser, with the dialogs and menus they open.</summary>
internal sealed class FormBench : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    public FormBench()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<TimeProvider>(Time);
        _context.Services.AddSingleton<IEmailProviderWriter>(Writer);
        _context.Services.AddSingleton<IRouteWriter>(Route);
        _context.Services.AddScoped<LeaveQuestion>();
        _context.Services.AddSingleton<IProgramSenders>(Senders);
        _context.Services.AddSingleton<IRevertPreview>(Preview);
        _context.Services.AddSingleton<IDevelopmentServer>(Development);
        _context.Services.AddSingleton<OfferedPresets>();
        _context.Services.AddSingleton<IGuideTicks>(new FakeGuideTicks());
        _context.Services.AddSingleton<ISuperTenantProvider>(SuperTenant);
        _context.Services.AddSingleton(new NodeFiles(new SoleNode(Time), Time, NullLogger<NodeFiles>.Instance));
        _context.AddAuthorization().SetAuthorized("admin@foo.com");
        Popovers = _context.Render<MudPopoverProvider>();
        Dialogs = _context.Render<MudDialogProvider>();
        Snackbars = _context.Render<MudSnackbarProvider>();
    }

    public FakeTimeProvider Time { get; } = new(ProviderDatabase.Start);

    /// <summary>What the browser was asked, and its answers.</summary>
    public BunitJSInterop Js => _context.JSInterop;

    public ScriptedWriter Writer { get; } = new();

    public ScriptedRoute Route { get; } = new();

    public ScriptedSenders Senders { get; } = new();

    public ScriptedPreview Preview { get; } = new();

    /// <summary>Does not run, until a test says so.</summary>
    public ScriptedDevelopmentServer Development { get; } = new();

    public ChangingSuperTenant SuperTenant { get; } = new();

    public IRenderedComponent<MudPopoverProvider> Popovers { get; }

    public IRenderedComponent<MudDialogProvider> Dialogs { get; }

    public IRenderedComponent<MudSnackbarProvider> Snackbars { get; }

    public IDialogService DialogService => _context.Services.GetRequiredService<IDialogService>();

    public List<StoredEmailProvider?> StoredTold { get; } = [];

    public List<TenantDecision> RefusedTold { get; } = [];

    public IRenderedComponent<EmailProviderForm> RenderForm(StoredEmailProvider? stored = null, FormPlace? place = null) =>
        _context.Render<EmailProviderForm>(p => p
            .Add(f => f.TenantDomain, "foo.com")
            .Add(f => f.Place, place ?? new FormPlace())
            .Add(f => f.DraftKey, "of-me")
            .Add(f => f.Stored, stored)
            .Add(f => f.OnStored, s => StoredTold.Add(s))
            .Add(f => f.OnRefused, d => RefusedTold.Add(d)));

    public IRenderedComponent<T> Render<T>(Action<ComponentParameterCollectionBuilder<T>> parameters)
        where T : Microsoft.AspNetCore.Components.IComponent => _context.Render(parameters);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}

internal static class FormBenchSteps
{
    public static IElement Field(this IRenderedComponent<EmailProviderForm> form, string name) =>
        form.Find($"#{ProviderFields.InputId(name)}");

    public static Task TypeAsync(this IRenderedComponent<EmailProviderForm> form, string name, string text) =>
        form.Field(name).InputAsync(text);

    public static Task UpdateAsync(this IRenderedComponent<EmailProviderForm> form) => form.Find("form").SubmitAsync();

    public static Task PressAsync<T>(this IRenderedComponent<T> component, string text)
        where T : Microsoft.AspNetCore.Components.IComponent => component.Button(text).ClickAsync();

    public static IElement Button<T>(this IRenderedComponent<T> component, string text)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        component.WaitForElements("button").Single(b => b.TextContent.Trim() == text);
}
